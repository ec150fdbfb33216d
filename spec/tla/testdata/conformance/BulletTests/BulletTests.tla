---------------------------- MODULE BulletTests -----------------------------
(* Lists of conjuncts and disjuncts that are tests, or values.             *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
One == /\ x = 0
       /\ y < 2
Some == \/ x = 1
        \/ y = 1
Value == [p |-> \/ x > 1
                \/ y > 1,
          q |-> /\ x < 2
                /\ y < 2]
A == IF \/ x = 0
        \/ y = 0
     THEN x' = (x + 1) % 3 /\ y' = y ELSE x' = 0 /\ y' = 1 - y
B == (One <=> Some) /\ y' = 1 /\ x' = x
C == Value.p /\ ~Value.q /\ x' = 0 /\ y' = y
D == y' = (IF One THEN 0 ELSE 1) /\ x' = (IF Some THEN 2 ELSE x)
Next == A \/ B \/ C \/ D
=============================================================================
