--------------------------- MODULE RecursiveAction --------------------------
(* A recursive action assigns, and branches at every level. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

RECURSIVE Set(_)
Set(n) == IF n = 0 THEN x' = 0 ELSE \/ x' = n \/ Set(n-1)
Next == x < 3 /\ Set(3) /\ y' = x
\* uncallable: Next has more than one successor
=============================================================================
