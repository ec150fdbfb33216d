---------------------------- MODULE BagOperators ----------------------------
(* The module Bags.                                                        *)
EXTENDS Integers, Sequences, FiniteSets, TLC, Bags
VARIABLES step, val
Values == <<
  EmptyBag,
  IsABag(1 :> 2),
  IsABag(1 :> 0),
  IsABag(1),
  IsABag({}),
  IsABag("a"),
  IsABag(<<1, 2>>),
  IsABag(<<>>),
  IsABag([a |-> "x"]),
  IsABag(<<1, TRUE>>),
  BagToSet("a" :> 2 @@ "b" :> 1),
  SetToBag({1, 2}),
  BagIn(1, 1 :> 2),
  BagIn(2, 1 :> 2),
  (1 :> 2) (+) (1 :> 1 @@ 2 :> 3),
  (1 :> 2) (-) (1 :> 1),
  (1 :> 2 @@ 2 :> 1) (-) (2 :> 1),
  (1 :> 2) (-) (1 :> 5),
  BagUnion({1 :> 1, 1 :> 2, 2 :> 4}),
  (1 :> 1) \sqsubseteq (1 :> 2),
  (1 :> 3) \sqsubseteq (1 :> 2),
  EmptyBag \sqsubseteq (1 :> 2),
  SubBag(1 :> 2),
  SubBag(EmptyBag),
  BagOfAll(LAMBDA x : x % 2, 1 :> 1 @@ 2 :> 2 @@ 3 :> 3),
  BagCardinality(1 :> 2 @@ 7 :> 3),
  BagCardinality(EmptyBag),
  CopiesIn(1, 1 :> 2),
  CopiesIn(9, 1 :> 2),
  EmptyBag (+) SetToBag({"x"})
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
