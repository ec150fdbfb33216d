------------------------- MODULE CfgMissingOperator -------------------------
(* A constant operator without a definition.                               *)
EXTENDS Integers
CONSTANT C(_) \* refused: C
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
