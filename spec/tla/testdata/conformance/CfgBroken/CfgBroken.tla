----------------------------- MODULE CfgBroken ------------------------------
(* A value that does not end.                                              *)
EXTENDS Integers
CONSTANT C
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
