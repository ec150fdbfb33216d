---------------------------- MODULE ChooseModel -----------------------------
(* CHOOSE takes model values in the order in which TLC meets them.         *)
EXTENDS Integers, FiniteSets, Sequences
CONSTANTS Node, First, Last
VARIABLES left, taken
Init == left = Node /\ taken = <<First>>
Pick == CHOOSE n \in left : TRUE
Take == left # {} /\ taken' = Append(taken, Pick) /\ left' = left \ {Pick}
Pair == /\ Cardinality(left) = 2
        /\ left' = {}
        /\ taken' = CHOOSE s \in [1 .. 2 -> left] : s[1] # s[2]
Mixed == left = {} /\ taken' = <<CHOOSE x \in {Last, 1} : x # 1, CHOOSE x \in SUBSET Node : Cardinality(x) = 2>> /\ UNCHANGED left
Next == Take \/ Pair \/ Mixed
=============================================================================
