-------------------------------- MODULE Sets --------------------------------
(* Filters, maps, tuples in quantifiers, SUBSET, UNION, \X, set operators. *)
EXTENDS Integers, FiniteSets, TLC
VARIABLES S, p, k
Pairs == {1, 2} \X {"a", "b"}
Init == S = {} /\ p \in {<<1, "a">>} /\ k = 0
Take == \E <<i, c>> \in Pairs : /\ <<i, c>> \notin S
                                /\ S' = S \cup {<<i, c>>}
                                /\ p' = CHOOSE <<d, e>> \in S' : \A <<u, t>> \in S' : d >= u
                                /\ k' = Cardinality({x + y : x \in {i, 3}, y \in {z[1] : z \in S}})
Drop(T) == T \subseteq S /\ T # {} /\ S' = S \ T /\ p' = p /\ k' = Cardinality(SUBSET T) + Cardinality(UNION {{x[1]} : x \in T})
Flip == S # {} /\ S' = {<<3 - z[1], z[2]>> : z \in {y \in S : y[2] = "a"}} \cup {z \in S : z[2] = "b"} /\ UNCHANGED <<p, k>>
Perm == k = 4 /\ \E f \in Permutations({1, 2}) : k' = f[1] /\ UNCHANGED <<S, p>>
Next == Take \/ (\E T \in SUBSET Pairs : Cardinality(T) <= 2 /\ Drop(T)) \/ Flip \/ Perm
Inv == \A <<i, c>> \in S, <<j, d>> \in S : i = j /\ c = d => <<i, c>> = <<j, d>>
=============================================================================
