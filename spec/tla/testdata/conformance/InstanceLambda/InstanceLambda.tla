---- MODULE InstanceLambda ----
EXTENDS Naturals
VARIABLE x
Pos(v) == v > 0
I == INSTANCE LambdaInner WITH Act <- Pos
J(k) == INSTANCE LambdaInner WITH Act <- LAMBDA v : v > k
Init == x = 0
Next == I!Next \/ J(0)!Next \/ (\E k \in {0, 5} : J(k)!Next)
====
