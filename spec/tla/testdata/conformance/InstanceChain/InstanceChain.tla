--------------------------- MODULE InstanceChain ----------------------------
(* Names through two instances, with parameters at both.                   *)
EXTENDS Integers
VARIABLE x
M(k) == INSTANCE Mid WITH base <- k
Init == x = 0
A == x < 9 /\ x' = M(1)!L(2)!Add(x)
B == x > 8 /\ x' = M(x)!Total % 7
C == \E k \in {1, 2} : x = 3 /\ x' = M(k)!L(k + 1)!Add(k)
Next == A \/ B \/ C
=============================================================================
