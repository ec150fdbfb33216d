--------------------------- MODULE ErrNotAssigned ---------------------------
(* An action does not give a variable a value.                             *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
A == x' = 1
Next == A \* refused: y
=============================================================================
