---- MODULE Symmetric ----
EXTENDS Naturals, Sequences, TLC
CONSTANTS Proc, Val
VARIABLES held, seen, last, clock
vars == <<held, seen, last, clock>>
Init == held = [p \in Proc |-> {}] /\ seen = {} /\ last = <<>> /\ clock = 0
Take(p, v) ==
    /\ v \notin held[p] /\ Len(last) < 3
    /\ held' = [held EXCEPT ![p] = @ \cup {v}]
    /\ seen' = seen \cup {<<p, v>>}
    /\ last' = Append(last, v)
    /\ clock' = clock + 1
Drop(p) ==
    /\ held[p] # {}
    /\ held' = [held EXCEPT ![p] = {}]
    /\ last' = <<>>
    /\ clock' = clock + 1
    /\ UNCHANGED seen
Next == \E p \in Proc : Drop(p) \/ \E v \in Val : Take(p, v)
Spec == Init /\ [][Next]_vars
Both == Permutations(Proc) \cup Permutations(Val)
Procs == Permutations(Proc)
NoPermutation == {[p \in Proc |-> CHOOSE q \in Proc : TRUE]}
Numbers == Permutations({1, 2})
View == <<held, seen, last>>
Early == clock < 5
NotAll == \E p \in Proc : held[p] # Val
====
