----------------------- MODULE ErrRecursionWithoutEnd -----------------------
(* A recursion without end through CHOOSE and a set.                       *)
EXTENDS Integers, Sequences, FiniteSets, TLC
RECURSIVE Sum(_)
Sum(S) == LET e == CHOOSE e \in S : \A f \in S : e >= f IN e + Sum({f \in S : f \in S}) \* refused: 
VARIABLES step, x
Init == step = 0 /\ x = 0
Next == step = 0 /\ step' = 1 /\ x' = Sum({1, 2})
=============================================================================
