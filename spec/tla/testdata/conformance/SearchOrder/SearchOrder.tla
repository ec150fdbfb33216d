----------------------------- MODULE SearchOrder -----------------------------
(* With this VIEW the first state that is found at each step is kept. There *)
(* are as many last states as first elements that were taken first.         *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS mb, ma, sb, S
VARIABLES k, x, good
Tried(i, j, l) == x' = <<i, j, l>>
Way(n) ==
  CASE n = 0 -> \E i \in {"b", "a"} : x' = i
    [] n = 1 -> \E i \in 1 .. 2, j \in {"b", "a"} : x' = <<i, j>> /\ x' # <<1, "b">>
    [] n = 2 -> \E i, j \in {2, 1} : x' = <<i, j>> /\ x' # <<1, 1>>
    [] n = 3 -> \E i \in {"z", "y"} : \E j \in {ma, mb} : x' = <<i, j>> /\ x' # <<"z", mb>>
    [] n = 4 -> \E s \in SUBSET {"b", "a", "c"} : x' = s /\ Cardinality(s) = 2
    [] n = 5 -> \E f \in [{"b", "a"} -> {2, 1}] : x' = f /\ x' # [i \in {"a", "b"} |-> 1]
    [] n = 6 -> x' \in [b : {2, 1}, a : {"b", "a"}]
    [] n = 7 -> \E u \in S \X {"b", "a"} : x' = u /\ x' # <<"none", "b">>
    [] n = 8 -> x' \in {<<i, "q">> : i \in {"c", "b"}}
    [] n = 9 -> \E u \in {<<3>>, <<1, 2>>} : x' = u
    [] n = 10 -> \E u \in {[b |-> 2, a |-> 1], [b |-> 1, a |-> 2]} : x' = u
    [] n = 11 -> \E u \in {[b |-> 2, a |-> 1], [c |-> 7]} : x' = u
    [] n = 12 -> \E u \in {t \in SUBSET {"b", "a", "c"} : Cardinality(t) = 2} : x' = u
    [] n = 13 -> \E u \in BOOLEAN : x' = u
    [] n = 14 -> \E <<p, q>> \in {"b", "a"} \X {"b", "a"} : x' = <<p, q>> /\ p # q
    [] n = 15 -> \E i \in {"b", "a"}, j \in {"b", "a"}, l \in {"b", "a"} : Tried(i, j, l) /\ i # "b"
    [] n = 16 -> \E i \in {"b", "a"}, j \in {"b", "a"}, l \in {"b", "a"} : Tried(i, j, l) /\ j # "b"
    [] n = 17 -> \E u \in UNION {[1 .. i -> {"b", "a"}] : i \in 1 .. 2} : x' = u /\ Len(u) = 2
    [] n = 18 -> \E m \in {[type |-> "b", n |-> 2], [type |-> "a", n |-> 9], [type |-> "b", n |-> 1]} :
                   m.type = "b" /\ x' = m
First == <<"b", <<2, "b">>, <<2, 1>>, <<"z", ma>>, {"b", "a"}, [b |-> 1, a |-> 2], [b |-> 1, a |-> "b"], <<sb, "b">>,
  <<"b", "q">>, <<3>>, [b |-> 1, a |-> 2], [c |-> 7], {"b", "a"}, FALSE, <<"b", "a">>, <<"a", "b", "b">>,
  <<"b", "a", "b">>, <<"b", "b">>, [type |-> "b", n |-> 1]>>
Init == k = 0 /\ x \in {"c", "b", "a"} /\ good = 0
Next ==
  \/ k < 19 /\ k' = k + 1 /\ Way(k) /\ good' = IF x' = First[k + 1] THEN good + 1 ELSE good
  \/ k = 19 /\ k' = 20 /\ x' \in 1 .. good /\ good' = x'
Step == IF k = 20 THEN <<k, good>> ELSE <<k, 0>>
=============================================================================
