--------------------------- MODULE RecursiveGuard ---------------------------
(* A recursive conjunction of guards that branch. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES x, y
Init == x = 0 /\ y = 0

RECURSIVE All(_)
All(S) == IF S = {} THEN y' = y ELSE LET e == CHOOSE e \in S : TRUE IN (\E k \in {1,2} : e + k > 0) /\ All(S \ {e})
Next == x < 3 /\ All({1,2}) /\ x' = x + 1
=============================================================================
