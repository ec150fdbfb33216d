-------------------------- MODULE ParsePrecedence ---------------------------
(* Two operators without an order of precedence.                           *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Bad == TRUE /\ FALSE \/ TRUE \* refused: Precedence conflict
=============================================================================
