---- MODULE XmlInstance ----
VARIABLE z
I(k) == INSTANCE XmlAction WITH C <- {k}, x <- z
h(P(_)) == P(1)
g[k \in {"s"}] == g[k]
D == h(LAMBDA b : I(b)!Init)
====
