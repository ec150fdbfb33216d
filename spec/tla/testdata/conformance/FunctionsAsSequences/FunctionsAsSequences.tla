------------------------ MODULE FunctionsAsSequences ------------------------
(* A function is a sequence or a record if its domain is one's.            *)
EXTENDS Integers, Sequences, FiniteSets, TLC
VARIABLES step, val
Values == <<
  [i \in 1 .. 2 |-> i] = <<1, 2>>,
  [i \in {2, 1} |-> i * i] = <<1, 4>>,
  [x \in {"a"} |-> 1] = [a |-> 1],
  [x \in {} |-> 1] = <<>>,
  1 :> 2 = <<2>>,
  (1 :> 5 @@ 2 :> 6) = <<5, 6>>,
  "a" :> 1 @@ "b" :> 2,
  [a |-> 1, b |-> 2] = [b |-> 2, a |-> 1],
  [a |-> 1] = [b |-> 1],
  <<1, 2>> = <<1>>,
  <<1, 2>> # <<2, 1>>,
  Cardinality({<<1>>, [i \in 1 .. 1 |-> 1], 1 :> 1}),
  Cardinality({[a |-> 1], "a" :> 1, [x \in {"a"} |-> 1]}),
  <<7, 8>> \in [1 .. 2 -> 7 .. 8],
  [a |-> 1] \in [{"a"} -> {1}],
  [i \in 1 .. 2 |-> i] \in Seq({1, 2}),
  [i \in 2 .. 3 |-> i] = <<2, 3>>,
  [i \in 0 .. 1 |-> i],
  Len([i \in 1 .. 3 |-> 0]),
  Append([i \in 1 .. 1 |-> 5], 6),
  DOMAIN <<>> = {},
  DOMAIN [a |-> 1, b |-> 2],
  DOMAIN <<4, 5, 6>>,
  DOMAIN [x \in {3, 4} |-> x],
  [a |-> 1]["a"],
  [x \in {"a"} |-> 7].a,
  <<1, 2>>[2],
  [i \in {1, 2} |-> <<i, [j \in {i} |-> i]>>],
  {[i \in s |-> 0] : s \in {{}, {1}, {1, 2}, {2}}},
  <<>> \in [{} -> {}],
  Tail([i \in 1 .. 3 |-> i * 10])
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
