--------------------- MODULE DeadlockByActionConstraint ---------------------
(* A state all of whose successors the action constraint excludes.         *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x' = x + 1
Few == x' < 3
=============================================================================
