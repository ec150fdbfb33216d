-------------------------- MODULE DeadlockInitial ---------------------------
(* The initial state has no successor.                                     *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x > 0 /\ x' = x
=============================================================================
