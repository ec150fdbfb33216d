----------------------------- MODULE PrimedLocal ----------------------------
(* A local name for a primed variable that gets its value later. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

Next == LET s == x' IN x' \in {1,2} /\ y' = s
\* uncallable: Next has more than one successor
=============================================================================
