------------------------- MODULE ErrInitNotAssigned -------------------------
(* The initial predicate does not give a variable a value.                 *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 \* refused: y
Next == UNCHANGED <<x, y>>
=============================================================================
