---- MODULE LambdaInner ----
EXTENDS Naturals
VARIABLE x
CONSTANT Act(_)
Ap(F(_), v) == F(v)
Twice(G(_), v) == Ap(G, v)
Next == Ap(Act, 1) /\ Twice(Act, 2) /\ x' = (x + 1) % 3
====
