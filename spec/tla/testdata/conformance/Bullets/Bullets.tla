------------------------------ MODULE Bullets -------------------------------
(* Lists of conjuncts and disjuncts: indentation decides.                  *)
EXTENDS Integers
VARIABLES a, b, c
B == {0, 1}
Init == a \in B /\ b \in B /\ c = 0
P == \/ a = 0
     \/ /\ b = 0
        /\ \/ a = 1
           \/ c = 1
     \/ c = 5
Q == /\ a = 0 \/ b = 1
     /\ b = 0 => a = 1
        \/ c = 0
R == \/ a = 1 /\ b = 1
     \/ IF a = 0
        THEN /\ b = 0
             /\ TRUE
        ELSE \/ FALSE
             \/ b = 0
Pick(k, p) == c = 0 /\ p /\ c' = k /\ UNCHANGED <<a, b>>
Next == \/ Pick(1, P)
        \/ Pick(2, Q)
        \/ /\ c = 0
           /\ R
           /\ c' = 3
           /\ UNCHANGED <<a, b>>
        \/ /\ c > 1
           /\ \/ /\ a' = 1 - a
                 /\ b' = b
              \/ a' = a /\ b' = 1 - b
           /\ c' = 0
=============================================================================
