---- MODULE Levels ----
EXTENDS Naturals, TLC
VARIABLES n, l
Init == n = 0 /\ l = TLCGet("level")
Next == n < 4 /\ n' = n + 1 /\ l' = TLCGet("level")
L == l = n /\ TLCGet("level") = n
C == TLCGet("level") = n
A == TLCGet("level") = n'
S == [][TLCGet("level") = n']_n
Low == TLCGet("level") < 3
Spec == Init /\ [][Next]_<<n, l>>
====
