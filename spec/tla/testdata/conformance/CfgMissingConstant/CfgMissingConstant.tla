------------------------- MODULE CfgMissingConstant -------------------------
(* A constant without a value.                                             *)
EXTENDS Integers
CONSTANT C \* refused: C
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
