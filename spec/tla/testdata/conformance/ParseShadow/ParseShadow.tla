---------------------------- MODULE ParseShadow -----------------------------
(* A bound variable with the name of a definition.                         *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Bad == \E Inv \in {1} : TRUE \* refused: Inv
=============================================================================
