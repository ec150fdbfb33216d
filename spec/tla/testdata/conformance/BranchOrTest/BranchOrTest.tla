---------------------------- MODULE BranchOrTest ----------------------------
(* A disjunction is a branch in an action, a test under negation,          *)
(* implication and equality.                                               *)
EXTENDS Integers
VARIABLES x
Init == x = 0
A == (x = 0 \/ x < 1) /\ x' = 1
B == ~(x = 0 \/ x = 2) /\ x' = 2
C == (x = 2 => x' = 0) /\ x' = 0 /\ x = 2
D == ((x = 1 \/ x = 2) = TRUE) /\ x' = 3
E == (\E k \in {1, 2} : x = k \/ x = k + 1) /\ x' = 0
Next == A \/ B \/ C \/ D \/ E
=============================================================================
