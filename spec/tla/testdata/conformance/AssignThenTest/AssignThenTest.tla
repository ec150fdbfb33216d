--------------------------- MODULE AssignThenTest ---------------------------
(* The first x' = e assigns, later ones test; x' \in S after an assignment *)
(* is a test.                                                              *)
EXTENDS Integers
VARIABLES x, y
Init == x \in 0 .. 2 /\ y = x
A == x' = x + 1 /\ x' < 3 /\ y' = x' /\ y' = x + 1
B == x' \in 0 .. 2 /\ x' = y /\ x' \in {0, 2} /\ y' = 0
C == x' = 1 /\ x' = 2 /\ y' = 0
D == \E k \in 0 .. 2 : x' = k /\ y' \in {k, 1} /\ y' # k
E == y' \in {} /\ x' = x
F == x' = 0 /\ y' = 0 /\ x' \in {}
G == (x' = 1 \/ x' = 2) /\ x' \in {2, 0} /\ y' = y
H == /\ x' = x
     /\ y' \in {y, x}
     /\ UNCHANGED y
Next == A \/ B \/ C \/ D \/ E \/ F \/ G \/ H
=============================================================================
