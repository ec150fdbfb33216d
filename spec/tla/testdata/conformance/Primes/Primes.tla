------------------------------- MODULE Primes -------------------------------
(* Primes inside operators and of operators, UNCHANGED of definitions and  *)
(* nested tuples, parameters that stand for variables, x' \in S, primed     *)
(* variables in guards, \A over actions.                                   *)
EXTENDS Naturals
VARIABLES x, y, z, h
xy == <<x, y>>
all == <<xy, z>>
Sum == x + y
Set(v, e) == v' = e
Keep(v) == UNCHANGED v
Init == x \in 0..1 /\ y = 0 /\ z = 0 /\ h = [i \in {1, 2} |-> 0]
Pick == x' \in {x, (x + 1) % 3} /\ y' = x' /\ Keep(z) /\ UNCHANGED h
Op == Set(z, Sum % 3) /\ UNCHANGED <<xy, h>>
Prm == x' = (x + 1) % 3 /\ y' = y /\ z' = Sum' % 4 /\ z' # 2 /\ Keep(h)
Stay == z = 3 /\ UNCHANGED all /\ h' \in [{1, 2} -> {0, 1}]
All == /\ \A i \in {1, 2} : \/ h[i] = 0
                            \/ h[i] = 1 /\ z < 3
       /\ z' = 0 /\ UNCHANGED <<<<x>>, y, h>>
Next == Pick \/ Op \/ Prm \/ Stay \/ All
=============================================================================
