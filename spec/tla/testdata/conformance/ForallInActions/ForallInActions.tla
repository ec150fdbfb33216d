-------------------------- MODULE ForallInActions ---------------------------
(* \A in an action is a conjunction: over a set of indices it tests or     *)
(* assigns.                                                                *)
EXTENDS Integers
VARIABLES f, n
S == {1, 2}
Init == f = [i \in S |-> 0] /\ n = 0
A == /\ \A i \in S : f[i] < 2
     /\ f' \in [S -> 0 .. 2]
     /\ \A i \in S : f'[i] >= f[i]
     /\ n' = n
B == /\ \A i \in {} : FALSE
     /\ \A i \in {1} : n' = i
     /\ \A i \in S : n < i
     /\ f' = f
C == (\A i \in S : n' = 0) /\ n = 1 /\ UNCHANGED f
D == \A i \in S : i = 1 => (n' = 1 /\ f' = [f EXCEPT ![i] = 0])
Next == A \/ B \/ C
=============================================================================
