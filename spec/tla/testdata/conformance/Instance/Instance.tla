----------------------------- MODULE Instance -------------------------------
(* INSTANCE with substitutions and parameters, chains of them.             *)
EXTENDS Naturals
VARIABLES a, b
Two(v) == v + 2
P(z) == INSTANCE Inner WITH x <- a, Limit <- z, Step <- LAMBDA v : v + z
Q == INSTANCE Inner WITH x <- b, Limit <- 5, Step <- Two
M == INSTANCE Middle WITH pos <- a + b, Max <- 12
Init == a = 0 /\ b = 0
A(z) == P(z)!Up /\ UNCHANGED b
B == Q!Up /\ UNCHANGED a
D == a > 3 /\ M!I!C(a) % 2 = 0 /\ a' = a - 3 /\ b' = P(b)!C(1) % 4
Next == (\E z \in 2..3 : A(z)) \/ B \/ D
Inv == M!I!Inv /\ M!MInv /\ P(9)!Inv
=============================================================================
