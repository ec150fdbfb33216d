------------------------------ MODULE Persist ------------------------------
(* What is evaluated in a shorter way than it is written: searches of sets  *)
(* by the fields of records, restrictions and extensions of functions.      *)
EXTENDS Integers, FiniteSets, TLC

VARIABLES S, x

-----------------------------------------------------------------------------
(* Searches.                                                                *)
Some1(a)          == \E m \in S : m.type = a
Some2(a, b)       == \E m \in S : m.type = a /\ m.bal = b
Some3(a, b, v)    == \E m \in S : /\ m.type = a
                                  /\ b = m.bal
                                  /\ m.val = v
Late(a, b)        == \E m \in S : m.bal > b /\ m.type = a
Those(a, b)       == {m \in S : m.type = a /\ m.bal = b}
ThoseWith(b, v)   == {m \in S : m.bal = b /\ m.val = v /\ m.type # "z"}
Among(a, B)       == {m \in S : m.type = a /\ m.bal \in B}
Nested(a, b)      == {m.val : m \in {y \in S : y.type = a /\ y.bal = b}}
Count(a, b)       == Cardinality({m \in S : m.type = a /\ m.bal = b})
Every(a, b, v)    == \A m \in S : m.type = a /\ m.bal = b => m.val = v
First(a, b)       == CHOOSE m \in S : m.type = a /\ m.bal = b
Pairs             == \A m, n \in S : m.type = n.type /\ m.bal = n.bal => m.from = n.from
Quorums(Q, a, b)  == \A q \in Q : \E m \in S : m.type = a /\ m.from = q /\ m.bal = b
Chained(a)        == \E m \in S : m.type = a /\ \E n \in S : n.type = "a" /\ n.bal = m.bal
Failing(a, f, k)  == \E m \in S : m.type = a /\ m.bal = f[k]
Failing1(f, k)    == {m \in S : m.type = f[k] /\ m.bal = 1}

Init == S = {} /\ x = 0
Next == \E m \in S : m.type = "a" /\ m.bal = x /\ x' = m.val /\ UNCHANGED S

-----------------------------------------------------------------------------
(* Functions.                                                               *)
Has(f, k)         == k \in DOMAIN f
HasNot(f, k)      == k \notin DOMAIN f
HasBeside(f, T, k) == k \in (DOMAIN f \ T)
Above(f, n)       == [k \in DOMAIN f \ 1..n |-> f[k]]
Without(f, T)     == [k \in DOMAIN f \ T |-> f[k]]
Same(f)           == [k \in DOMAIN f |-> f[k]]
Others(f, g, T)   == [k \in DOMAIN f \ T |-> g[k]]
Put(f, k, v)      == (k :> v) @@ f
Fill(f, k, v)     == f @@ (k :> v)
Both(f, g)        == f @@ g
Beside(f, T)      == DOMAIN f \ T
Domain(f)         == Cardinality(DOMAIN f)
=============================================================================
