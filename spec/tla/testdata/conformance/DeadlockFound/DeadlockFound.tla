--------------------------- MODULE DeadlockFound ----------------------------
(* A state without a successor, two steps away.                            *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x < 2 /\ x' = x + 1
=============================================================================
