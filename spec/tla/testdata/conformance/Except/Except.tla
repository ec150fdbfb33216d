------------------------------- MODULE Except -------------------------------
(* EXCEPT with @, nested paths, several updates, multiple arguments.       *)
EXTENDS Naturals
VARIABLES f, g, r
Init == /\ f = [i \in 1..2 |-> [c |-> 0, d |-> <<1, 2>>]]
        /\ g = [x \in {1, 2}, y \in {3} |-> x + y]
        /\ r = [a |-> [b |-> [c |-> 1]]]
Inc(i) == /\ f[i].c < 2
          /\ f' = [f EXCEPT ![i].c = @ + 1, ![i].d[2] = @ * 2 % 7]
          /\ UNCHANGED <<g, r>>
Nest == /\ g' = [g EXCEPT ![1, 3] = (@ + [f EXCEPT ![1].c = @ + 1][1].c) % 5]
        /\ UNCHANGED <<f, r>>
Outside == /\ r' = [r EXCEPT !.a.b.c = IF @ = 1 THEN [z |-> @].z + 1 ELSE 1, !.a.b.c = @ + 1]
           /\ f' = [f EXCEPT ![1] = [@ EXCEPT !.c = 0]]
           /\ UNCHANGED g
Next == (\E i \in DOMAIN f : Inc(i)) \/ Nest \/ Outside
Small == r.a.b.c < 9
=============================================================================
