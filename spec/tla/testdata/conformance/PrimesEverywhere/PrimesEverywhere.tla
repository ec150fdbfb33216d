-------------------------- MODULE PrimesEverywhere --------------------------
(* Primes of expressions, of definitions and of parameters; primes under   *)
(* quantifiers.                                                            *)
EXTENDS Integers, FiniteSets
VARIABLES x, y, f
Sum == x + y
Twice(e) == e + e
Both(a, b) == a = b
Init == x = 0 /\ y = 0 /\ f = [k \in {0, 1} |-> 0]
A == x' = (x + 1) % 3 /\ y' = x' /\ f' = [f EXCEPT ![x % 2] = x']
B == y' = (y + 2) % 3 /\ x' = x /\ f' = f /\ Sum' > 1
C == x' = x /\ y' \in 0 .. 2 /\ f' = [f EXCEPT ![1] = (Sum)'] /\ Twice(y') # Twice(y) /\ f'[1] < 3
D == /\ x' \in 0 .. 2
     /\ y' = y
     /\ f' = f
     /\ \A k \in {0, 1} : f'[k] <= x'
     /\ \E k \in {0, 1} : k = x' /\ f[k] = y'
E == Both(x', y) /\ Both(y', x) /\ f' = f /\ (x + y)' = Sum
G == x' = x /\ y' = y /\ f' = [k \in {0, 1} |-> IF k = x' THEN 0 ELSE f[k]] /\ f'[y' % 2] = 0
H == \E k \in {x} : x' = k /\ y' = 0 /\ f' = f
Next == A \/ B \/ C \/ D \/ E \/ G \/ H
=============================================================================
