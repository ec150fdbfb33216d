-------------------------- MODULE InvariantAtDepth --------------------------
(* An invariant that breaks at the fourth state; another one holds.        *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Up == x < 9 /\ x' = x + 1 /\ y' = y
Over == y < 9 /\ y' = y + 1 /\ x' = x
Next == Up \/ Over
Fine == x < 99
Sum == x + y < 3
=============================================================================
