-------------------------------- MODULE View --------------------------------
(* States with the same view are one.                                      *)
EXTENDS Integers
VARIABLES x, noise
Init == x = 0 /\ noise = 0
A == x < 3 /\ x' = x + 1 /\ noise' = noise + 1
B == x' = x /\ noise < 4 /\ noise' = noise + 1
C == x = 3 /\ x' = 0 /\ noise' = 0
Next == A \/ B \/ C
OnlyX == <<x>>
=============================================================================
