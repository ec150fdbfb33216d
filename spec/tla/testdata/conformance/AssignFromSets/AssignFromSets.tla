--------------------------- MODULE AssignFromSets ---------------------------
(* x' from sets of every form.                                             *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES x, k
Init == x = {} /\ k = 0
Step(S) == k' = k + 1 /\ x' \in S
Next == \/ k = 0 /\ Step(SUBSET {1, 2})
        \/ k = 1 /\ Step([{1, 2} -> {"a", "b"}])
        \/ k = 2 /\ Step({1, 2} \X {3, 4})
        \/ k = 3 /\ Step([a : {1}, b : {2, 3}])
        \/ k = 4 /\ Step({j \in 1 .. 9 : j % 4 = 1})
        \/ k = 5 /\ Step({<<j, k>> : j \in 1 .. 2})
        \/ k = 6 /\ Step(1 .. 3)
        \/ k = 7 /\ Step(BOOLEAN)
        \/ k = 8 /\ Step(({1, 2} \cup {3}) \ {2})
        \/ k = 9 /\ Step(UNION {{4}, {5, 6}})
        \/ k = 10 /\ Step({{}, {{}}})
        \/ k = 11 /\ Step(DOMAIN <<5, 5>>)
        \/ k = 12 /\ Step({})
=============================================================================
