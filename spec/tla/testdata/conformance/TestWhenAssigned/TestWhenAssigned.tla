-------------------------- MODULE TestWhenAssigned --------------------------
(* Conjuncts after the last assignment are only tested. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Next == /\ x < 3 /\ x' = x + 1 /\ y' = x
        /\ \E k \in 1..3 : k > 0
        /\ TRUE \/ TRUE
=============================================================================
