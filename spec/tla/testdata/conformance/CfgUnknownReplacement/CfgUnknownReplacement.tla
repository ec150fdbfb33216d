----------------------- MODULE CfgUnknownReplacement ------------------------
(* A constant is replaced by what does not exist.                          *)
EXTENDS Integers
CONSTANT C
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
