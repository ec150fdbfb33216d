------------------------- MODULE ViewHidesViolation -------------------------
(* The first state of a view is the one that is explored.                  *)
EXTENDS Integers
VARIABLES x, n
Init == x = 0 /\ n = 0
A == n < 3 /\ n' = n + 1 /\ x' = x
B == x < 2 /\ x' = x + 1 /\ n' = 0
Next == A \/ B
Inv == n # 2
V == x
=============================================================================
