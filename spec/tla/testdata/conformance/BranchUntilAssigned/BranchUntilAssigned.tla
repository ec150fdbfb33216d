------------------------- MODULE BranchUntilAssigned ------------------------
(* Guards branch until every variable has a value. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Next == /\ \E k \in 1..3 : k > 0
        /\ x < 3 /\ x' = x + 1
        /\ TRUE \/ TRUE
        /\ y' = x
        /\ TRUE \/ TRUE
=============================================================================
