@echo off
rem Starts Clearer with the Java runtime of JAVA_HOME, or else that of the PATH. It must be version 17 or newer.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>nul
if errorlevel 1 (
  echo clearer: Java is missing. Install a Java runtime, version 17 or newer. 1>&2
  exit /b 1
)
"%java%" "@%~dp0lib\java.options" -jar "%~dp0clearer-app.jar" %*
exit /b %errorlevel%
