------------------------- MODULE ParseConstantLevel -------------------------
(* An assumption about a variable.                                         *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
ASSUME x = 0 \* refused: Level
=============================================================================
