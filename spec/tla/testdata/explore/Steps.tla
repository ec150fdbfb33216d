---- MODULE Steps ----
EXTENDS Naturals
CONSTANT Max
VARIABLE n
Init == n = 0
Up == n < Max /\ n' = n + 1
Reset == n = Max /\ n' = 0
Next == Up \/ Reset
Spec == Init /\ [][Next]_n
Live == Spec /\ WF_n(Next)
====
