      * Writes records whose tables take as many bytes as they have
      * occurrences: compiled with -fodoslide, items behind a table move.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. ODO.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT OUT-FILE ASSIGN TO "odo.dat"
               ORGANIZATION IS SEQUENTIAL.
       DATA DIVISION.
       FILE SECTION.
       FD  OUT-FILE RECORD IS VARYING IN SIZE FROM 1 TO 200
               DEPENDING ON OUT-SIZE.
       01  OUT-RECORD          PIC X(200).
       WORKING-STORAGE SECTION.
       COPY "odo.cpy".
       01  OUT-SIZE            PIC 9(4).
       01  N                   PIC 9(2).
       01  I                   PIC 9(2).
       01  PAY-STEP            PIC S9(3)V99 VALUE -10.50.
       01  PART-STEP           PIC S9V99 VALUE 1.25.
       01  J                   PIC 9(2).
       PROCEDURE DIVISION.
           OPEN OUTPUT OUT-FILE
           PERFORM VARYING N FROM 0 BY 1 UNTIL N > 11
               PERFORM FILL-RECORD
               MOVE ODO-REC TO OUT-RECORD
               MOVE FUNCTION LENGTH(ODO-REC) TO OUT-SIZE
               WRITE OUT-RECORD
           END-PERFORM
           CLOSE OUT-FILE
           STOP RUN.
       FILL-RECORD.
           MOVE N TO REC-NO
           COMPUTE LINE-COUNT = FUNCTION MOD(N, 5)
           COMPUTE PART-COUNT = FUNCTION MOD(N, 4)
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > LINE-COUNT
               COMPUTE LINE-NO(I) = N * 10 + I
               PERFORM VARYING J FROM 1 BY 1 UNTIL J > PART-COUNT
                   MOVE "P" TO PART-CODE(I, J)
                   MOVE J(2:1) TO PART-CODE(I, J)(2:1)
                   COMPUTE PART-AMOUNT(I, J) = N * 100
                   ADD I J TO PART-AMOUNT(I, J)
                   IF J = 2
                       COMPUTE PART-AMOUNT(I, J) = 0 - PART-STEP * I
                   END-IF
               END-PERFORM
               MOVE "NOTE" TO LINE-NOTE(I)
           END-PERFORM
           MOVE "AFTER" TO AFTER-LINES
           COMPUTE PAY-COUNT = FUNCTION MOD(N, 3) + 1
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > PAY-COUNT
               COMPUTE PAY-AMOUNT(I) = N * PAY-STEP + I
           END-PERFORM
           COMPUTE AFTER-PAYMENTS = 7000 + N.
