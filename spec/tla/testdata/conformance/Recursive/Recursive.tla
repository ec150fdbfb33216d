----------------------------- MODULE Recursive ------------------------------
(* Recursive operators and functions, CHOOSE.                              *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES s, n, m
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : \A y \in S : x <= y IN x + Sum(S \ {x})
RECURSIVE Reduce(_, _, _)
Reduce(Op(_, _), S, acc) == IF S = {} THEN acc ELSE LET x == CHOOSE x \in S : TRUE IN Reduce(Op, S \ {x}, Op(x, acc))
RECURSIVE Even(_), Odd(_)
Even(k) == IF k = 0 THEN TRUE ELSE Odd(k - 1)
Odd(k) == IF k = 0 THEN FALSE ELSE Even(k - 1)
fact[k \in Nat] == IF k = 0 THEN 1 ELSE k * fact[k - 1]
ack[i \in 0..3, j \in 0..20] == IF i = 0 THEN j + 1 ELSE IF j = 0 THEN ack[i-1, 1] ELSE IF i = 1 THEN j + 2 ELSE 2 * j + 3
Init == s = {} /\ n = 0 /\ m = 0
Grow(x) == /\ x \notin s
           /\ s' = s \cup {x}
           /\ n' = Sum(s') + fact[x]
           /\ m' = LET RECURSIVE Count(_)
                       Count(k) == IF k = 0 THEN m ELSE 1 + Count(k - 1)
                   IN Count(x) + Reduce(LAMBDA u, v : u + v + x, s, 0) + (IF Even(x) THEN ack[2, x] ELSE ack[1, x])
Next == \E x \in 1..4 : Grow(x)
=============================================================================
