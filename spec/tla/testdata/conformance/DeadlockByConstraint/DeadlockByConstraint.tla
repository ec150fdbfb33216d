------------------------ MODULE DeadlockByConstraint ------------------------
(* A state all of whose successors are outside the constraint is no        *)
(* deadlock.                                                               *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x' = x + 1
Few == x < 3
=============================================================================
