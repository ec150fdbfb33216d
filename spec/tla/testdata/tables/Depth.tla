-------------------------------- MODULE Depth --------------------------------
(* Recursion without end, and with a distant one. *)
EXTENDS Integers, FiniteSets, Sequences
RECURSIVE A(_), B(_), C(_), D(_), E(_), G(_), H(_)
A(n) == 1 + A(n+1)
B(S) == LET x == CHOOSE x \in S : TRUE IN x + B(S)
C(n) == IF \E x \in {n} : C(x+1) > 3 THEN 1 ELSE 2
D(n) == {x \in {n} : D(x+1) = {}}
E(n) == LET f[k \in {n}] == E(k+1) IN f[n]
G(n) == LET RECURSIVE g(_) g(k) == {y \in {k} : \A z \in {1} : g(k+1) = {}} IN g(n)
H(n) == [i \in {n} |-> [j \in {n} |-> {k \in {n} : CASE k = 0 -> TRUE [] OTHER -> H(n+1) = <<>>}]]
F[n \in Nat] == [i \in {n} |-> CHOOSE x \in {n} : F[x+1] = 0]
Sum(n) == LET RECURSIVE s(_) s(k) == IF k = 0 THEN 0 ELSE k + s(k-1) IN s(n)
X1 == A(1)
X2 == B({1,2})
X3 == C(1)
X4 == D(1)
X5 == E(1)
X6 == G(1)
X7 == H(1)
X8 == F[1]
X9 == Sum(500)
=============================================================================
