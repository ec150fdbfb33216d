------------------------- MODULE InvariantInitially -------------------------
(* An invariant that breaks in the second initial state.                   *)
EXTENDS Integers
VARIABLES x
Init == x \in 1 .. 3
Next == x' = x
Small == x < 2
=============================================================================
