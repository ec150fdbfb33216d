-------------------------- MODULE PlantedCoverage --------------------------
(***************************************************************************)
(* Actions and branches that are never taken, which the gate "coverage"    *)
(* must find, each named Never..., beside ones that are.                   *)
(***************************************************************************)
EXTENDS Integers

VARIABLES x, y

NeverThen == x + 100
NeverArm  == x + 200
NeverLet  == x + 300
NeverOr   == x = 400

Pick(a) == IF a > 5 THEN NeverThen ELSE a + 1
Of(a)   == CASE a = 0 -> a + 4 [] a = 99 -> NeverArm [] OTHER -> a + 6
Sum(n)  == LET f[i \in 0..n] == IF i < 0 THEN NeverLet
                                ELSE IF i = 0 THEN 0 ELSE i + f[i - 1]
           IN  f[n]

Init == x = 0 /\ y = 0

Up == /\ x < 3
      /\ x' = Pick(x)
      /\ y' = Of(x) + Sum(x)

Either == /\ x = 3
          /\ \/ y' = 7
             \/ y = 50 /\ y' = NeverThen
          /\ (x > 1 \/ NeverOr)
          /\ UNCHANGED x

NeverTaken == /\ x = 50
              /\ UNCHANGED <<x, y>>

Next == Up \/ Either \/ NeverTaken
=============================================================================
