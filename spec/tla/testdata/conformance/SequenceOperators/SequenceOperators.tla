------------------------- MODULE SequenceOperators --------------------------
(* The module Sequences, at the ends.                                      *)
EXTENDS Integers, Sequences
VARIABLES step, val
Values == <<
  Head(<<5>>),
  Tail(<<5>>),
  Tail(<<1, 2, 3>>),
  Append(<<>>, 1),
  <<1>> \o <<>> \o <<2, 3>>,
  Len(<<>>),
  SubSeq(<<1, 2, 3>>, 2, 3),
  SubSeq(<<1, 2, 3>>, 1, 3),
  SubSeq(<<1, 2, 3>>, 3, 3),
  SubSeq(<<1, 2, 3>>, 3, 2),
  SubSeq(<<1, 2, 3>>, 4, 3),
  SubSeq(<<1, 2, 3>>, 7, 2),
  SubSeq(<<>>, 1, 0),
  SelectSeq(<<3, 1, 2, 5>>, LAMBDA k : k > 1),
  SelectSeq(<<>>, LAMBDA k : k),
  DOMAIN <<1, 1>>,
  <<1, 2>> \in Seq({1, 2}),
  <<1, 2>> \in Seq({1}),
  <<>> \in Seq({}),
  [k \in 1 .. 3 |-> k] \in Seq(1 .. 3),
  <<<<1>>, <<>>>> \in Seq(Seq({1})),
  [<<1, 2, 3>> EXCEPT ![2] = "x"],
  <<1, <<2>>>>[2][1],
  Append(<<1>>, <<2>>),
  <<1, 2>> \o <<3>> = <<1, 2, 3>>
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
