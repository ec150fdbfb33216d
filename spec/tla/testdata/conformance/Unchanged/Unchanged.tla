----------------------------- MODULE Unchanged ------------------------------
(* UNCHANGED of nested tuples, definitions, and as a test.                 *)
EXTENDS Integers
VARIABLES a, b, c
ab == <<a, b>>
all == <<ab, c>>
Init == a = 0 /\ b = 0 /\ c = 0
A == a < 2 /\ a' = a + 1 /\ UNCHANGED <<b, c>>
B == b < 1 /\ b' = 1 /\ UNCHANGED <<a, <<c>>>>
C == c < 1 /\ c' = 1 /\ UNCHANGED ab
D == UNCHANGED all
E == a' \in 0 .. 2 /\ UNCHANGED a /\ b' = 0 /\ UNCHANGED c
F == a = 2 /\ a' = 0 /\ b' = 0 /\ c' = 0 /\ UNCHANGED c
G == UNCHANGED <<>> /\ a = 1 /\ a' = 0 /\ UNCHANGED b /\ UNCHANGED c
Next == A \/ B \/ C \/ D \/ E \/ F \/ G
=============================================================================
