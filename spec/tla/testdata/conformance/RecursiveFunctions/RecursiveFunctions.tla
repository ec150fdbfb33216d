------------------------- MODULE RecursiveFunctions -------------------------
(* Functions that call themselves, over Nat and inside LET, in a state.    *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES n, r
fact[k \in Nat] == IF k = 0 THEN 1 ELSE k * fact[k - 1]
fib[k \in 0 .. 9] == IF k < 2 THEN k ELSE fib[k - 1] + fib[k - 2]
Sum(S) == LET s[T \in SUBSET S] == IF T = {} THEN 0 ELSE LET x == CHOOSE x \in T : TRUE IN x + s[T \ {x}] IN s[S]
Init == n = 0 /\ r = 0
Fact == n < 5 /\ n' = n + 1 /\ r' = fact[n']
Fib == n = 5 /\ n' = 6 /\ r' = fib[n] + fib[n']
Count == n = 6 /\ n' = 7 /\ r' = Sum({1, 4, n})
Local == /\ n = 7
         /\ n' = 8
         /\ r' = LET f[k \in 0 .. n] == IF k = 0 THEN n ELSE f[k - 1] + r IN f[2]
Domain == n = 8 /\ n' = 9 /\ r' = Cardinality(DOMAIN fib)
Next == Fact \/ Fib \/ Count \/ Local \/ Domain
=============================================================================
