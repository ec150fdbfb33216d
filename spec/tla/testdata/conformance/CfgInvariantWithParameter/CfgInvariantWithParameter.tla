--------------------- MODULE CfgInvariantWithParameter ----------------------
(* An invariant with a parameter.                                          *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
