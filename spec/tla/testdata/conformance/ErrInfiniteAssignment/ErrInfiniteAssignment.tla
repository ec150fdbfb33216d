----------------------- MODULE ErrInfiniteAssignment ------------------------
(* The next value is any natural number.                                   *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' \in Nat \* refused: 
=============================================================================
