---------------------------- MODULE ForallAssigns ---------------------------
(* The elements of a quantifier assign one after the other. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Next == /\ \A i \in 1..2 : IF i = 1 THEN x' \in {i, 2} ELSE y' \in {x', 3}
        /\ x < 3
\* uncallable: Next has more than one successor
=============================================================================
